"""The SDTM tables TU (which lesions there are) and TR (what became of them at each visit), for every assessor."""
