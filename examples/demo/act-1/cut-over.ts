import type { Scene } from "../act";

export const cutOver: Scene = {
  title: "Cut over to green",
  why: "All requests go to version 2. Blue stays warm for a way back.",
  async play(stage) {
    await stage.configure({ "traffic.blue": "0", "traffic.green": "100" });
    await stage.up();
    stage.lookAtClients();
    stage.clients.allow({ versions: { green: "v2" } });
    await stage.clients.seen(40);
    stage.lookAtClients();
  },
};
