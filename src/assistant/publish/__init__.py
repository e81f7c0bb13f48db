"""From Markdown and corpus data to the site and its passages."""
