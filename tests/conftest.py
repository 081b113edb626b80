"""What holds for all tests: where they run makes no difference to the command line."""

import os

for _name in ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "GITHUB_ACTIONS", "GITLAB_CI"):
    os.environ.pop(_name, None)
