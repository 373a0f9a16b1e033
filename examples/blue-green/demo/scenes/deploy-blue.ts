import type { Scene } from "../scene";

export const deployBlue: Scene = {
  title: "Deploy blue with version 1",
  why:
    "From nothing, one `up` makes a workspace with storage and key vault, uploads code and models, and starts the real " +
    "model in the real inference server. Then the clients begin: about 20 requests a second until the end, each answer " +
    "checked.",
  async play(setting) {
    await setting.pulumi("stack", "init", setting.name);
    await setting.configure({
      "azure-native:location": "westeurope",
      "deployments.blue.model": "v1",
      "deployments.blue.instances": "1",
      "traffic.blue": "100",
    });
    await setting.up();
    setting.clients.start(await setting.target(), { blue: "v1" });
    await setting.clients.seen(40);
    setting.lookAtClients();
  },
};
