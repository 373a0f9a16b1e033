import type { Scene } from "../scene";

export const cutOver: Scene = {
  title: "Cut over to green",
  why: "All requests go to version 2. Blue stays warm for a way back.",
  async play(setting) {
    await setting.configure({ "traffic.blue": "0", "traffic.green": "100" });
    await setting.up();
    setting.lookAtClients();
    setting.clients.allow({ green: "v2" });
    await setting.clients.seen(40);
    setting.lookAtClients();
  },
};
