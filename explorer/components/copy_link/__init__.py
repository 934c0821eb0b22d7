"""A button that copies the address of the window, which carries everything that was chosen on the page."""

from explorer.components.mounting import component

_mount = component("copy_link", shared=("elements.js", "clipboard.js", "controls.css"))


def copy_link() -> None:
    """Show the button; the browser copies its own address, and no server is asked."""
    _mount(key="copy_link", width="content")
