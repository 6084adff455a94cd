"""Creates the stack of infra/ in moto's CloudFormation and prints, as JSON, what moto then has of it.

    created_in_moto.py INFRA_FOLDER

Everything happens in this process; no AWS and no network is reached. Two things are not as in AWS:

- VerifyTokens is false, because moto refuses the action jwt-validation.
- Custom resources are answered here instead of by their function, whose code needs a container; so are attributes of
  resources that moto lacks, and what its CloudFormation drops though its API knows it is put back.

Resources of types that moto does not know are left out, and printed under `notCreated`.
"""

import json
import os
import pathlib
import re
import sys

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
)

import boto3  # noqa: E402
import yaml  # noqa: E402
from moto import mock_aws  # noqa: E402
from moto.cloudformation import parsing  # noqa: E402

PARTS = ["network", "identity", "data", "tradepath", "web", "watch"]


class Loader(yaml.SafeLoader):
    """Reads the short forms of CloudFormation's functions as their long ones."""


def function(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


Loader.add_multi_constructor("!", function)


def certificate():
    """A certificate of nobody's, for ACM."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "api.example.com")])
    now = datetime.datetime.now(datetime.timezone.utc)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    acm = boto3.client("acm")
    return acm.import_certificate(
        Certificate=signed.public_bytes(pem),
        PrivateKey=key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )["CertificateArn"]


def answer_custom_resources():
    """The one custom resource asks MSK for its brokers; moto knows no cluster's brokers and runs no function."""
    from moto.cloudformation.custom_model import CustomModel

    def create(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        made = cls(region_name, "request", resource_name, resource_name)
        made.set_data({"Iam": "b-1.example:9098,b-2.example:9098,b-3.example:9098"})
        return made

    CustomModel.create_from_cloudformation_json = classmethod(create)


def answer_attributes():
    """Attributes that AWS has and moto lacks."""
    from moto.elbv2.models import FakeLoadBalancer, FakeTargetGroup
    from moto.rds.models import DBInstance, DBParameterGroup

    # Ref is the group's name.
    DBParameterGroup.physical_resource_id = property(lambda self: self.name)
    owner = "arn:aws:secretsmanager:us-east-1:123456789012:secret:owner"
    answer(DBInstance, {"MasterUserSecret.SecretArn": lambda instance: owner})
    answer(
        FakeLoadBalancer,
        {
            "LoadBalancerFullName": lambda balancer: balancer.arn.split(":loadbalancer/")[1],
            "CanonicalHostedZoneID": lambda balancer: "Z35SXDOTRQ7X7K",
        },
    )
    answer(FakeTargetGroup, {"TargetGroupFullName": lambda group: group.arn.split(":")[-1]})


def keep_what_moto_drops():
    """Properties that moto's API knows and its CloudFormation forgets: target group attributes, a service's groups."""
    from moto.ecs.models import Service
    from moto.elbv2.models import FakeTargetGroup

    def with_attributes(group, properties):
        group.attributes.update({a["Key"]: a["Value"] for a in properties.get("TargetGroupAttributes", [])})

    def with_groups(service, properties):
        service.load_balancers = [
            {"targetGroupArn": of["TargetGroupArn"], "containerName": of["ContainerName"], "containerPort": of["ContainerPort"]}
            for of in properties.get("LoadBalancers", [])
        ]

    for model, then in ((FakeTargetGroup, with_attributes), (Service, with_groups)):
        model.create_from_cloudformation_json = classmethod(completed(model.create_from_cloudformation_json, then))


def completed(create_from_cloudformation_json, then):
    def create(cls, resource_name, cloudformation_json, *arguments, **keywords):
        made = create_from_cloudformation_json(resource_name, cloudformation_json, *arguments, **keywords)
        then(made, cloudformation_json["Properties"])
        return made

    return create


def answer(model, lacking):
    has, get = model.has_cfn_attr, getattr(model, "get_cfn_attribute", None)
    model.has_cfn_attr = classmethod(lambda cls, name: name in lacking or has.__func__(cls, name))
    model.get_cfn_attribute = lambda self, name: lacking[name](self) if name in lacking else get(self, name)


def without_optional_items(node):
    """Takes out what is in a list only where tokens are verified: moto leaves a null where AWS::NoValue stood."""
    if isinstance(node, dict):
        return {key: without_optional_items(value) for key, value in node.items()}
    if isinstance(node, list):
        optional = [{"Ref": "AWS::NoValue"}]
        return [
            without_optional_items(item)
            for item in node
            if not (isinstance(item, dict) and item.get("Fn::If", [])[2:] == optional and item["Fn::If"][0] == "Verify")
        ]
    return node


def without_unknown_resources(template):
    """Takes out resources of types that moto's CloudFormation has not, and puts their names where they are referred to."""
    unknown = {
        logical: resource["Type"]
        for logical, resource in template["Resources"].items()
        if parsing.resource_class_from_type(resource["Type"]) is None
    }

    def in_text(match):
        return "not-created-" + match[1] if match[1] in unknown else match[0]

    def known(node):
        if isinstance(node, list):
            return [known(item) for item in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("Fn::Sub"), str):
            return {"Fn::Sub": re.sub(r"\$\{(\w+)(\.\w+)?}", in_text, node["Fn::Sub"])}
        referred = node.get("Ref") or node.get("Fn::GetAtt", [None])[0]
        if referred in unknown:
            return "not-created-" + referred
        return {key: known(value) for key, value in node.items()}

    resources = {logical: known(r) for logical, r in template["Resources"].items() if logical not in unknown}
    for resource in resources.values():
        if resource.get("DependsOn") in unknown:
            del resource["DependsOn"]
    return {**template, "Resources": resources, "Outputs": known(template.get("Outputs", {}))}, unknown


def defaults(template, arguments):
    """The parameters of a stack: what is given and declared."""
    return [
        {"ParameterKey": key, "ParameterValue": str(arguments[key])}
        for key in template.get("Parameters", {})
        if key in arguments
    ]


def create(name, text, arguments):
    cloudformation = boto3.client("cloudformation")
    template, unknown = without_unknown_resources(without_optional_items(yaml.load(text, Loader)))
    cloudformation.create_stack(
        StackName=name,
        # As JSON: moto reads Endpoint.Address in YAML's short form as two steps.
        TemplateBody=json.dumps(template),
        Parameters=defaults(template, arguments),
        Capabilities=["CAPABILITY_IAM"],
    )
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    if stack["StackStatus"] != "CREATE_COMPLETE":
        raise SystemExit(f"{name}: {stack['StackStatus']}: {stack.get('StackStatusReason')}")
    created = {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for resource in cloudformation.describe_stack_resources(StackName=name)["StackResources"]
        if "LogicalResourceId" in resource and "PhysicalResourceId" in resource
    }
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    return created, outputs, unknown


def conditions(rule):
    """As gateway-local words them."""
    said = []
    for condition in rule["Conditions"]:
        values = condition.get("Values") or condition.get("PathPatternConfig", {}).get("Values")
        said.append(f"{condition['Field']} is " + " or ".join(values))
    return said


def read_back(created):
    elb = boto3.client("elbv2")
    ecs = boto3.client("ecs")
    names = {physical: logical for logical, physical in created.items()}

    def action(actions):
        last = actions[-1]
        if last["Type"] == "forward":
            arn = last.get("TargetGroupArn") or last["ForwardConfig"]["TargetGroups"][0]["TargetGroupArn"]
            return "forward to " + names[arn]
        if last["Type"] == "redirect":
            redirect = last["RedirectConfig"]
            return f"redirect {redirect['StatusCode'].removeprefix('HTTP_')} to {redirect['Protocol']}:{redirect['Port']}"
        return "answer " + last["FixedResponseConfig"]["StatusCode"]

    balancer = created["LoadBalancer"]
    listeners = []
    for listener in elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]:
        rules = [
            {
                "rule": "default" if rule["IsDefault"] else names[rule["RuleArn"]],
                "priority": rule["Priority"],
                "conditions": conditions(rule),
                "action": action(rule["Actions"]),
            }
            for rule in elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
        ]
        rules.sort(key=lambda rule: (rule["priority"] == "default", 0 if rule["priority"] == "default" else int(rule["priority"])))
        listeners.append(
            {"id": names[listener["ListenerArn"]], "port": listener["Port"], "protocol": listener["Protocol"], "rules": rules}
        )

    services = {}
    cluster = created["Cluster"]
    for arn in ecs.list_services(cluster=cluster)["serviceArns"]:
        service = ecs.describe_services(cluster=cluster, services=[arn])["services"][0]
        logical = names.get(arn) or names.get(service["serviceName"])
        for balancer_of in service["loadBalancers"]:
            services.setdefault(names[balancer_of["targetGroupArn"]], []).append(logical)

    groups = []
    for group in elb.describe_target_groups()["TargetGroups"]:
        arn = group["TargetGroupArn"]
        attributes = {
            attribute["Key"]: attribute["Value"]
            for attribute in elb.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]
        }
        groups.append(
            {
                "id": names[arn],
                "protocol": group["Protocol"],
                "algorithm": attributes.get("load_balancing.algorithm.type", "round_robin"),
                "deregistrationDelaySeconds": int(attributes["deregistration_delay.timeout_seconds"]),
                "healthCheckPath": group["HealthCheckPath"],
                "healthCheckPort": int(group["HealthCheckPort"]),
                "healthCheckIntervalSeconds": group["HealthCheckIntervalSeconds"],
                "healthyThreshold": group["HealthyThresholdCount"],
                "unhealthyThreshold": group["UnhealthyThresholdCount"],
                "services": services.get(names[arn], []),
            }
        )
    return {"listeners": listeners, "targetGroups": groups}


def main(infra):
    answer_custom_resources()
    answer_attributes()
    keep_what_moto_drops()
    arguments = {
        "Setting": "production",
        "Registry": "registry.example/tradepath",
        "AccountsTag": "1",
        "ExecutionsTag": "1",
        "FeedTag": "1",
        "AppHost": "app.example.com",
        "AppUrl": "https://app.example.com",
        "ApiHost": "api.example.com",
        "StreamingHost": "stream.localhost",
        "LoginDomainPrefix": "tradepath-example",
        "VerifyTokens": "false",
    }
    not_created = {}
    result = {}
    with mock_aws():
        arguments["CertificateArn"] = arguments["AppCertificateArn"] = certificate()
        for part in PARTS:
            text = (infra / f"{part}.yaml").read_text()
            created, outputs, unknown = create(f"tradepath-{part}", text, arguments)
            for logical, resource_type in unknown.items():
                not_created.setdefault(resource_type, []).append(f"{part}.{logical}")
            # An output is named as the parameter that takes it, as in stack.yaml.
            arguments.update({key: value for key, value in outputs.items() if value is not None})
            if part == "data":
                arguments["DataKey"] = outputs["Key"]
            if part == "tradepath":
                result = read_back(created)
    result["notCreated"] = not_created
    json.dump(result, sys.stdout, indent=1)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
