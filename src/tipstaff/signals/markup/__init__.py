"""HTML as a browser reads it (Lexbor), walked once: what it links to, loads, asks for, and hides.

reading.py    from text to page: the parser, the style sheets, the walk
page.py       the page: links, images, forms, frames, scripts, meta tags, hidden words
walking.py    one walk over the tree, with what is inherited: hidden or not, colours
styles.py     what inline styles and attributes say of visibility and colour
sheets.py     the same for rules of `<style>`
colours.py    colours as numbers, and whether two can be told apart
"""
