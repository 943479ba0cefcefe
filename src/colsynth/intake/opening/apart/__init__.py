"""What is in a workbook? Read in a process apart, so that a hostile or damaged file cannot take the run down.

Nothing here imports colsynth, pandas or pyarrow: one process is started for each workbook and it must start at once.
`workbook_cells` starts it and takes what it wrote.
"""
