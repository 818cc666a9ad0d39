"""Where pages come from: each module turns what a user names into Sources."""
