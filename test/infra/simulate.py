"""Answers which calls each role's policies permit, by moto's evaluator. JSON in, JSON out."""

import json
import re
import sys

from moto.iam.access_control import IAMPolicy, IAMPolicyStatement, PermissionResult


def matches(pattern, text):
    """IAM knows two wildcards; moto takes everything else for a regular expression, too."""
    escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(escaped, text)


IAMPolicyStatement._match = staticmethod(matches)


def permits(policies, call):
    results = [
        IAMPolicy(json.dumps(policy)).is_action_permitted(
            call["action"], call["resource"], incoming_condition_values=call.get("context")
        )
        for policy in policies
    ]
    return PermissionResult.PERMITTED in results and PermissionResult.DENIED not in results


given = json.load(sys.stdin)
answer = {
    role: [permits(policies, call) for call in given["calls"]]
    for role, policies in given["roles"].items()
}
json.dump(answer, sys.stdout)
