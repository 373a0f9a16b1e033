import type { Scene } from "../act";

export const deployBlue: Scene = {
  title: "Deploy blue with version 1",
  why:
    "From nothing, one `up` makes a workspace with storage and key vault, uploads code and models, and starts the real " +
    "model in the real inference server. Then the clients begin: about 20 requests a second until the end, each answer " +
    "checked.",
  async play(stage) {
    await stage.pulumi("stack", "init", stage.name);
    await stage.configure({
      "azure-native:location": "westeurope",
      "deployments.blue.model": "v1",
      "deployments.blue.instances": "1",
      "traffic.blue": "100",
    });
    await stage.up();
    stage.clients.start(await stage.target(), { versions: { blue: "v1" } });
    await stage.clients.seen(40);
    stage.lookAtClients();
  },
};
