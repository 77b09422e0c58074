"""The ways in which boilerplate shows: a notice's words, a photo credit, the shape of a link to another story."""
