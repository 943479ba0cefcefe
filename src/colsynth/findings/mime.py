"""Under which names do exhibits and findings travel inside an executed notebook?

Only these two kinds of output and a chapter's own markdown ever reach a page.
"""

EXHIBIT_MIME = "application/vnd.colsynth.exhibit.v1+json"
FINDING_MIME = "application/vnd.colsynth.finding.v1+json"
