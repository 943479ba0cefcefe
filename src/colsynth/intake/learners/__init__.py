"""Which rows are of one learner, and at which school was the learner then?"""
