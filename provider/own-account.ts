import { accountFaults, type Placed } from "./account-check";
import { type CheckResult, failures } from "./results";
import { tenantFor } from "./session";

/** Checks further only in azure-native's own tenant and subscription: elsewhere each further fault would follow from that. */
export async function whereAzureNativeWorks<Inputs extends Placed>(
  news: Inputs,
  check: () => Promise<CheckResult<Inputs>>,
): Promise<CheckResult<Inputs>> {
  const faults = await accountFaults(news, tenantFor);
  return faults.length > 0 ? { inputs: news, failures: failures(faults) } : check();
}
