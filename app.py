"""Route every request: set up the window, declare the pages, run the one that was asked for."""

from explorer.ui.errors import calm
from explorer.ui.frame import navigation, window

window()
page = navigation()
with calm():
    page.run()
