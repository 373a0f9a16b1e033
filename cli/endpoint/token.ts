import type { Command } from "commander";
import { z } from "zod";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { Failure } from "../failure";
import { examples } from "../help";
import { note, print, printJson } from "../output";
import { findEndpoint } from "./find";
import { choose, workspaceOptions } from "./workspace";

const own = z.object({ json: z.boolean().optional() });

/** A token for scoring; times in milliseconds since 1970. */
interface Token {
  token: string;
  expiresAt: number;
  renewAt?: number;
}

/** `endpoint token NAME`: prints a token that the endpoint takes, for clients that can't get one by themselves. */
export function addToken(parent: Command): void {
  workspaceOptions(parent.command("token"))
    .description("print a token that the endpoint takes, in clear: Azure ML's or Entra's, as its auth mode says")
    .argument("<name>", "the endpoint")
    .option("--json", "print {token, authMode, expiresAt, renewAt}")
    .addHelpText(
      "after",
      examples([['curl -H "Authorization: Bearer $(pulumi-azureml endpoint token cancer)" …', "for a client"]]),
    )
    .action(async (name: string, given: unknown) => {
      const { options, endpoints } = await choose("pulumi-azureml endpoint token", own, { name, options: given });
      const { authMode } = (await findEndpoint(endpoints, name)).properties;
      const { token, expiresAt, renewAt } = await tokenOf(endpoints, name, authMode);
      note(`this is a secret until ${time(expiresAt)}: whoever has it can use the endpoint`);
      if (options.json)
        printJson({ token, authMode, expiresAt: time(expiresAt), renewAt: renewAt ? time(renewAt) : null });
      else print(token);
    });
}

async function tokenOf(endpoints: OnlineEndpoints, name: string, authMode: string): Promise<Token> {
  switch (authMode.toLowerCase()) {
    case "key":
      throw new Failure(
        `${name} takes no tokens: its auth mode is Key`,
        `its keys: pulumi-azureml endpoint keys ${name}`,
      );
    case "amltoken": {
      const { accessToken, expiryTimeUtc, refreshAfterTimeUtc } = await endpoints.token(name);
      return { token: accessToken, expiresAt: expiryTimeUtc * 1000, renewAt: refreshAfterTimeUtc * 1000 };
    }
    default: {
      const { cloud, credential } = endpoints.client;
      const access = await credential.getToken(cloud.scoringScope);
      if (!access) throw new Failure("the sign-in gave no token");
      return { token: access.token, expiresAt: access.expiresOnTimestamp, renewAt: access.refreshAfterTimestamp };
    }
  }
}

function time(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : "it is revoked";
}
