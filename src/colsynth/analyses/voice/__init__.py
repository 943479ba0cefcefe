"""What do learners, whānau, teachers and others say in surveys, who was heard, and has it moved?"""
