"""What did each community of the demo agree? Its settings file, as a person would write it."""

KERERU_VALLEY = """\
# Kererū Valley Kāhui Ako: what our boards agreed about the termly report.
community:
  id: kereru-valley
  name: Kererū Valley Kāhui Ako

inputs:
  - data/demo/kereru-valley          # everything in this folder
  # Files that do not say everything themselves:
  - file: data/demo/kereru-valley/tawhai-ridge.xlsx
    for_all: {school: Tāwhai Ridge School}
  - file: data/demo/kereru-valley/piwakawaka-flat-roll.csv
    register: students
    for_all: {school: Pīwakawaka Flat School}
  - file: data/demo/kereru-valley/piwakawaka-flat-results.csv
    register: achievement
    for_all: {school: Pīwakawaka Flat School}
  - file: data/demo/kereru-valley/kereru-valley-college-asttle.csv   # the tabular report, as downloaded
    register: achievement
    for_all: {school: "9206", measure: easttle-mathematics}

frameworks: [ero-collaborative-practice, beyond-sharing]
stage: challenges endorsed

# All six boards and the centre agreed on 12 March 2026 that schools appear by name.
school_names: shown

agreed: {by: "principals' group, with all boards", on: 2026-03-12, version: "2"}
"""

OMANUKA_COAST = """\
# Ōmanuka Coast learning network. We work by focus areas; we set no targets, on purpose.
community:
  id: omanuka-coast
  name: Ōmanuka Coast Learning Network

inputs:
  - data/demo/omanuka-coast
  - file: data/demo/omanuka-coast/omanuka-central.xlsx
    for_all: {school: Ōmanuka Central School}
  - file: data/demo/omanuka-coast/kuaka-spit-roll.csv
    register: students
    for_all: {school: Kuaka Spit School}
  - file: data/demo/omanuka-coast/kuaka-spit-results.csv
    register: achievement
    for_all: {school: Kuaka Spit School}
  - file: data/demo/omanuka-coast/omanuka-intermediate-asttle.csv
    register: achievement
    for_all: {school: "9306", measure: easttle-mathematics}

frameworks: [ero-collaborative-practice, kahukura-lessons, six-foci]
stage: no challenges        # so that nothing asks us for targets
school_names: codes         # each school knows its own code

agreed: {by: network steering group, on: 2026-05-20, version: "1"}
"""

MATA_WEKA = """\
# Mātā Ford and Upper Weka Stream: two small schools working together.
community:
  id: mata-weka
  name: Mātā and Weka schools

inputs:
  - data/demo/mata-weka
  - file: data/demo/mata-weka/mata-ford-roll.csv
    register: students
    for_all: {school: Mātā Ford School}
  - file: data/demo/mata-weka/mata-ford-results.csv
    register: achievement
    for_all: {school: Mātā Ford School}

frameworks: [ero-collaborative-practice, goal-directed-networks]
school_names: codes         # with two schools everybody knows which is which: keep the report between us

agreed: {by: both principals and both boards, on: 2026-06-04, version: "1"}
"""
