import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { deployment, endpoint, endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import { startChromium } from "./chromium";

describe("the dashboard in Chromium", function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let local: LocalAzureMl;
  let page: Page;
  let fraud: string;
  /** What went wrong in the page, and what it asked other hosts for. */
  const trouble: string[] = [];

  before(async function () {
    browser = await startChromium(this);
  });
  after(() => browser?.close());

  beforeEach(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    fraud = await endpointWith(local, "fraud", "blue", "green");
    await local.finish("PUT", fraud, endpoint({ traffic: { blue: 100 } }));
    trouble.length = 0;
    page = await browser!.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") trouble.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(`${local.url}/_local/dashboard`) && !request.url().startsWith("data:")) {
        trouble.push(`request: ${request.url()}`);
      }
    });
    // As texts: the project is compiled without the browser's types.
    await page.addInitScript({
      content: `addEventListener("securitypolicyviolation", (event) => console.error("violation", event.violatedDirective))`,
    });
    await page.goto(`${local.url}/_local/dashboard`);
  });
  afterEach(async () => {
    await page.close();
    await local.stop();
  });

  const row = (name: string) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  const cell = (name: string, column: string) => row(name).locator(`[data-label="${column}"]`);
  const says = (name: string, column: string, text: string | RegExp) =>
    cell(name, column).filter({ hasText: text }).waitFor();
  const score = (name: string, more = {}): void =>
    local.serving.onRequest({
      ...{ endpoint: "fraud", deployment: name, status: 200, modelStatus: 200, durationMs: 12, mirrored: false },
      ...more,
    });

  it("shows endpoints with their deployments, and no key", async () => {
    await page.getByRole("heading", { name: "fraud" }).waitFor();
    await says("blue", "State", "Succeeded");
    await says("blue", "Instances", "1 of 1");
    await says("blue", "Traffic", "100 %");
    await says("green", "Traffic", "0 %");
    const text = (await page.textContent("main")) ?? "";
    assert.match(text, /http:\/\/127\.0\.0\.1:9999\/fraud\/score/);
    assert.match(text, /Key/);
    const { body } = await local.send("POST", `${fraud}/listKeys`);
    const { body: events } = await fetch(`${local.url}/_local/dashboard/events`);
    const { value } = await events!.getReader().read();
    assert.doesNotMatch(Buffer.from(value ?? []).toString() + (await page.content()), new RegExp(body.primaryKey));
    assert.deepEqual(trouble, []);
  });

  it("moves weights and the mirror when they change", async () => {
    await says("blue", "Traffic", "100 %");
    await local.finish("PUT", fraud, endpoint({ traffic: { blue: 80, green: 20 } }));
    await says("blue", "Traffic", "80 %");
    await says("green", "Traffic", "20 %");
    await local.finish("PUT", fraud, endpoint({ traffic: { blue: 100 }, mirrorTraffic: { green: 25 } }));
    await says("green", "Mirror", "25 %");
    const width = await cell("green", "Mirror")
      .locator(".fill")
      .evaluate((fill) => fill.style.width);
    assert.equal(width, "25%");
    assert.deepEqual(trouble, []);
  });

  it("shows deployments and endpoints as they come and go, and what is under way", async () => {
    await row("green").waitFor();
    local.hold();
    await local.send("DELETE", `${fraud}/deployments/green`);
    await says("green", "State", "Deleting");
    await page.locator("#operations").getByText("fraud/green").waitFor();
    local.open();
    await row("green").waitFor({ state: "detached" });
    await page.locator("#operations").getByText("fraud/green").waitFor({ state: "detached" });

    await local.finish("PUT", fraud, endpoint({ traffic: {} }));
    await local.finish("DELETE", fraud);
    await page.getByText("No endpoints yet.").waitFor();
    assert.deepEqual(trouble, []);
  });

  it("shows instances that are not ready", async () => {
    local.serving.views.set("fraud/blue", [
      { name: "blue-0", state: "ready", restarts: 0 },
      { name: "blue-1", state: "restarting", restarts: 3 },
    ]);
    const body = deployment(local, {}, { sku: { name: "Default", capacity: 2 } });
    await local.finish("PUT", `${fraud}/deployments/blue`, body);

    await says("blue", "Instances", "1 of 2");
    await cell("blue", "Instances").locator(".dot.restarting[title='blue-1: restarting, 3 restarts']").waitFor();
    assert.deepEqual(trouble, []);
  });

  it("shows rates, errors and latencies of the last seconds", async () => {
    await says("blue", "Requests", "–");
    for (let count = 0; count < 40; count++) score("blue", count < 10 ? { status: 424, modelStatus: 500 } : {});
    score("green", { durationMs: 1234 });
    for (let count = 0; count < 5; count++) score("", { deployment: undefined, status: 401 });

    await says("blue", "Requests", "4.0/s");
    await says("blue", "Errors", "25.0 %");
    await says("blue", "p95", "12 ms");
    await says("green", "p50", "1.2 s");
    await page.getByText("0.5/s turned away").waitFor();
    assert.deepEqual(trouble, []);
  });

  it("shows the log of a deployment, and of one of its instances", async () => {
    const lines = page.getByRole("log");
    await page.getByRole("button", { name: "Log of fraud/blue" }).click();
    await lines.getByText("fraud/blue InferenceServer 200").waitFor();
    local.serving.write("fraud", "green", "green-0", ["of another"]);
    local.serving.write("fraud", "blue", "blue-0", ["first line", "second line"]);
    await lines.getByText("second line").waitFor();

    await page.getByLabel("Instance").selectOption("blue-0");
    await lines.getByText("fraud/blue/blue-0 200").waitFor();
    local.serving.write("fraud", "blue", "blue-1", ["of another instance"]);
    local.serving.write("fraud", "blue", "blue-0", ["of this instance"]);
    await lines.getByText("of this instance").waitFor();
    assert.doesNotMatch((await lines.textContent()) ?? "", /of another/);
    assert.deepEqual(trouble, []);
  });

  it("runs nothing that stands in texts", async () => {
    const evil = `<img src=x onerror=alert(1)><script>alert(2)</script>`;
    await local.finish("PUT", fraud, endpoint({ traffic: { blue: 100 } }, { tags: { [evil]: evil } }));
    await page.getByText(`${evil}: ${evil}`).waitFor();
    await page.getByRole("button", { name: "Log of fraud/blue" }).click();
    await page.getByRole("log").getByText("fraud/blue InferenceServer").waitFor();
    local.serving.write("fraud", "blue", evil, [evil, "\u001b[31mred\u001b[0m"]);
    await page.getByRole("log").getByText(evil).waitFor();

    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 1);
    assert.deepEqual(trouble, []);
  });

  it("goes on after a restart", async () => {
    await page.locator("#connection.connected").waitFor();
    await page.getByRole("button", { name: "Log of fraud/blue" }).click();
    await page.getByRole("log").getByText("fraud/blue InferenceServer").waitFor();
    await local.restart({ port: Number(new URL(local.url).port) });
    await local.finish("PUT", fraud, endpoint({ traffic: { blue: 100 } }, { tags: { after: "restart" } }));

    await page.getByText("after: restart").waitFor();
    await page.locator("#connection.connected").waitFor();
    local.serving.write("fraud", "blue", "blue-0", ["a line after the restart"]);
    await page.getByRole("log").getByText("a line after the restart").waitFor();
    const others = trouble.filter(
      (each) => !/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|EMPTY_RESPONSE)/.test(each),
    );
    assert.deepEqual(others, []);
  });

  it("fits a phone without scrolling sideways, and has a table to readers of the screen", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await row("blue").waitFor();
    const [content = 0, width = 0] = await page.evaluate<number[]>(
      "[document.documentElement.scrollWidth, innerWidth]",
    );
    assert.ok(content <= width, `${content} px in ${width} px`);
    await page
      .getByRole("table", { name: "Deployments of fraud" })
      .getByRole("columnheader", { name: "Traffic" })
      .waitFor({ state: "attached" });
    assert.deepEqual(trouble, []);
  });
});
