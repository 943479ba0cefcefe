"""Where on a sheet do tables stand, which register is each, and which column is each of its headers?"""
