"""The nouns of overt, in the order of the flow: report, passage, claim, account, linked account, incident."""
