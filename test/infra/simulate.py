"""Answers which calls the policies of each name permit, by moto's evaluator. JSON in, JSON out."""

import json
import re
import sys
from functools import lru_cache

from moto.iam.access_control import IAMPolicy, IAMPolicyStatement, PermissionResult
from moto.iam.policy_conditions import CONDITION_OPERATIONS


@lru_cache(maxsize=None)
def compiled(pattern):
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."))


def matches(pattern, text):
    """IAM knows two wildcards; moto takes everything else for a regular expression, too."""
    return compiled(pattern).fullmatch(text)


def matches_any(expected, actual):
    patterns = [expected] if isinstance(expected, str) else expected
    return any(matches(pattern, actual) for pattern in patterns)


def is_principal(statement, principal):
    """moto knows no services, and an account by its whole ARN alone."""
    kind, name = principal.split(" ")
    expected = statement._statement["Principal"].get(kind)
    of_account = re.sub(r"^(arn:aws:iam::\d+:).*", r"\1root", name)
    return expected in (name, of_account)


def without_denial(of_statement):
    """A statement that allows says nothing where its principal or condition is another; moto denies."""

    def is_action_permitted(self, *args):
        result = of_statement(self, *args)
        allows = self._statement["Effect"] == "Allow"
        return PermissionResult.NEUTRAL if allows and result == PermissionResult.DENIED else result

    return is_action_permitted


IAMPolicyStatement.is_action_permitted = without_denial(IAMPolicyStatement.is_action_permitted)
IAMPolicyStatement._match = staticmethod(matches)
IAMPolicyStatement._check_principal = is_principal
# moto passes over a condition whose operator it does not have.
for operator in ("StringLike", "ArnLike", "ArnEquals"):
    CONDITION_OPERATIONS[operator] = matches_any


def permits(policies, call):
    results = [
        policy.is_action_permitted(
            call["action"],
            call["resource"],
            principal=call.get("principal"),
            incoming_condition_values=call.get("context"),
        )
        for policy in policies
    ]
    return PermissionResult.PERMITTED in results and PermissionResult.DENIED not in results


given = json.load(sys.stdin)
answer = {}
for name, documents in given["policies"].items():
    policies = [IAMPolicy(json.dumps(document)) for document in documents]
    answer[name] = [permits(policies, call) for call in given["calls"]]
json.dump(answer, sys.stdout)
