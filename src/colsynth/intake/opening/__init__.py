"""What is in a file? Its sheets as text, with every cell at its own address, or one sentence that says why not."""
