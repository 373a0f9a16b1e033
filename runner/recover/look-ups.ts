import { nativeAddress } from "../../arm/native-resource";
import type { ArmClient } from "../../azure/arm-client";
import { openArm } from "../../azure/connect";
import type { Pulumi } from "../engine/pulumi";
import { logicalName, type StateResource } from "../engine/stack-state";
import { type Found, lookUpSettled, type Patience } from "./look-up";
import { providerSignIn } from "./provider-sign-in";

interface SignedIn {
  arm: ArmClient;
  subscriptionId: string | undefined;
}

/** Looks resources of a stack up in the service, each with the sign-in of its own provider. */
export class LookUps {
  private readonly clients = new Map<string, Promise<SignedIn>>();

  constructor(
    private readonly pulumi: Pulumi,
    private readonly inState: readonly StateResource[],
    private readonly patience: Patience,
  ) {}

  /** The resource when the service has done with it; `unknown` where its address is not. */
  async find(resource: StateResource): Promise<Found | undefined | "unknown"> {
    const { arm, subscriptionId } = await this.signedIn(resource);
    const name = logicalName(resource.urn);
    if (subscriptionId === undefined) {
      throw new Error(`${name}: its subscription is known neither to the state nor here; set ARM_SUBSCRIPTION_ID`);
    }
    const address = nativeAddress(resource.type, resource.inputs ?? {}, subscriptionId);
    return address ? lookUpSettled(arm, address, name, this.patience) : "unknown";
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
