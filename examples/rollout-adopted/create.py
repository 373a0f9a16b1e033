"""What the az CLI does with the two files, by the SDK that it is made of; then tells the stack what it has registered."""

import os
import subprocess

from azure.ai.ml import MLClient, load_online_deployment, load_online_endpoint
from azure.identity import DefaultAzureCredential

client = MLClient(
    DefaultAzureCredential(),
    os.environ["ARM_SUBSCRIPTION_ID"],
    os.environ["AZUREML_RESOURCE_GROUP"],
    os.environ["AZUREML_WORKSPACE_NAME"],
)
client.online_endpoints.begin_create_or_update(load_online_endpoint("endpoint.yml")).result()
client.online_deployments.begin_create_or_update(load_online_deployment("blue.yml")).result()
endpoint = client.online_endpoints.get("fraud")
endpoint.traffic = {"blue": 100}
client.online_endpoints.begin_create_or_update(endpoint).result()

blue = client.online_deployments.get("blue", "fraud")
values = {
    "workspace": blue.id.split("/onlineEndpoints/")[0],
    "blueEnvironment": blue.environment,
    "blueCode": blue.code_configuration.code,
}
for name, value in values.items():
    subprocess.run(["pulumi", "config", "set", name, value], check=True)
