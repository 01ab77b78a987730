"""The same checks as a table by reportlab: one document for every line read,
its time in nanoseconds and its length as the answer."""

import io
import sys
import time

import reportlab
from reportlab.lib.pagesizes import letter
from reportlab.platypus import SimpleDocTemplate, Table

# Tab-separated rows, headings first, up to an empty line.
rows = [line.rstrip("\n").split("\t") for line in iter(sys.stdin.readline, "\n")]
style = [
    ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 8),
    ("FONT", (0, 1), (-1, -1), "Courier", 9),
    ("ALIGN", (0, 0), (0, -1), "RIGHT"),
    ("ALIGN", (-1, 0), (-1, -1), "RIGHT"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.25, (0.8, 0.8, 0.8)),
]


def document():
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=letter).build([Table(rows, repeatRows=1, style=style)])
    return out.getvalue()


print(reportlab.__version__, flush=True)
for _ in sys.stdin:
    begun = time.perf_counter_ns()
    made = document()
    print(time.perf_counter_ns() - begun, len(made), flush=True)
