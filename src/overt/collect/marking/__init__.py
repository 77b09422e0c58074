"""The ways in which boilerplate shows: by what a notice says, by a photo credit, by the shape of a link to another story."""
