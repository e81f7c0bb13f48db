"""What people and programs reach over the web: the site, the Gradio page and the JSON API."""
