"""Home: what one can do here, on one screen."""

from explorer.ui.frame import PAGES, page_header, page_link

page_header("home")
for page in PAGES[1:]:
    page_link(page, page.title)
