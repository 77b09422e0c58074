"""One module for each set of which single cases can be looked at: the set and overt's answer in, a Judging out."""
