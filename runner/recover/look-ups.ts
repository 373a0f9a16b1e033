import { nativeAddress, type NativeAddress } from "../../arm/native-resource";
import type { ArmClient } from "../../azure/arm-client";
import { openArm } from "../../azure/connect";
import { tokenClaims, type TokenClaims } from "../../azure/token-claims";
import type { Pulumi } from "../engine/pulumi";
import { logicalName, type StateResource } from "../engine/stack-state";
import { type Found, lookUp, lookUpSettled, type Patience } from "./look-up";
import { providerSignIn } from "./provider-sign-in";

interface SignedIn {
  arm: ArmClient;
  subscriptionId: string | undefined;
}

/** What the service says to a resource; `unknown` where it could not be asked since its address is not known. */
export type Answer = Found | undefined | "unknown";

/** Looks resources of a stack up in the service, each with the sign-in of its own provider. */
export class LookUps {
  private readonly clients = new Map<string, Promise<SignedIn>>();

  constructor(
    private readonly pulumi: Pulumi,
    private readonly inState: readonly StateResource[],
    private readonly patience: Patience,
  ) {}

  /** The resource as it is now. */
  now(resource: StateResource): Promise<Answer> {
    return this.ask(resource, lookUp);
  }

  /** The resource when the service has done with it. */
  settled(resource: StateResource): Promise<Answer> {
    const name = logicalName(resource.urn);
    return this.ask(resource, (arm, address) => lookUpSettled(arm, address, name, this.patience));
  }

  /** Whom a resource's provider signs in as; undefined where a token does not say it. */
  async signedInAs(resource: StateResource): Promise<TokenClaims | undefined> {
    const { arm } = await this.signedIn(resource);
    const access = await arm.credential.getToken(arm.cloud.armScope);
    return tokenClaims(access?.token ?? "");
  }

  private async ask(
    resource: StateResource,
    look: (arm: ArmClient, address: NativeAddress) => Promise<Found | undefined>,
  ): Promise<Answer> {
    const { arm, subscriptionId } = await this.signedIn(resource);
    if (subscriptionId === undefined) {
      throw new Error("its subscription is known neither to the state nor here; set ARM_SUBSCRIPTION_ID");
    }
    const address = nativeAddress(resource.type, resource.inputs ?? {}, subscriptionId);
    return address ? look(arm, address) : "unknown";
  }

  private signedIn(resource: StateResource): Promise<SignedIn> {
    const key = resource.provider ?? "";
    const known = this.clients.get(key);
    if (known) return known;
    const client = providerSignIn(this.pulumi, resource, this.inState).then((settings) => ({
      arm: openArm(settings, this.pulumi.env),
      subscriptionId: settings.subscriptionId,
    }));
    this.clients.set(key, client);
    return client;
  }
}
