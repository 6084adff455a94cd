"""Serves moto's APIs on a free port, with a target group in which one target is registered.

    target_group_in_moto.py ADDRESS PORT

Prints a line of JSON with the endpoint and the group's ARN. The first line of input puts the target into the state that
deregistering it begins with in AWS, draining; the end of input ends this.

moto lets a deregistered address be unused at once, without a deregistration delay. What it knows of draining are the
targets of instances that were terminated, so the target is made one of these.
"""

import json
import os
import sys

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="eu-central-1",
)

import boto3  # noqa: E402
from moto.core import DEFAULT_ACCOUNT_ID  # noqa: E402
from moto.elbv2.models import elbv2_backends  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

address, port = sys.argv[1], int(sys.argv[2])
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, listening = server.get_host_and_port()
endpoint = f"http://{host}:{listening}"

ec2 = boto3.client("ec2", endpoint_url=endpoint)
vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
elb = boto3.client("elbv2", endpoint_url=endpoint)
arn = elb.create_target_group(
    Name="feed", Protocol="HTTP", Port=port, VpcId=vpc, TargetType="ip"
)["TargetGroups"][0]["TargetGroupArn"]
elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": address, "Port": port}])
print(json.dumps({"endpoint": endpoint, "arn": arn}), flush=True)

if sys.stdin.readline():
    backend = elbv2_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"]
    backend.target_groups[arn].deregister_terminated_instances([address])
    sys.stdin.read()
server.stop()
