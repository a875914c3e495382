"""What does a page hide, load and ask for? Read from the parsed tree, never from its letters.

html.hidden     words nobody sees           html.pixels   pictures that count readers
html.preview    words beside the subject    html.beacons  other calls home: pings, scripts that report
html.forms      where forms send            html.asks     what their fields ask for
html.scripts, html.frames, html.metas, html.refresh: what a page loads, shows inside, says of itself, jumps to
html.meta_marks, html.hidden_marks, html.frame_marks: protected names where nobody should see them
"""

from __future__ import annotations

from tipstaff.signals.detectors.html import asking, counting, hiding, loading, marks

SIGNALS = (*hiding.SIGNALS, *counting.SIGNALS, *asking.SIGNALS, *loading.SIGNALS, *marks.SIGNALS)
