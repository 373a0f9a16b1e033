/** Where one Azure cloud, or the local Azure ML, is reached, and for whom its tokens are. */
export interface Cloud {
  /** Base URL of Azure Resource Manager, without a slash at the end. */
  armUrl: string;
  /** Scope of tokens for Azure Resource Manager. */
  armScope: string;
  /** Scope of tokens for scoring requests. */
  scoringScope: string;
  /** Base URL of Microsoft Entra. */
  authorityHost: string;
  /** True for the local Azure ML: no real credential is read or sent. */
  local: boolean;
}

const clouds = {
  public: {
    armUrl: "https://management.azure.com",
    armScope: "https://management.azure.com/.default",
    scoringScope: "https://ml.azure.com/.default",
    authorityHost: "https://login.microsoftonline.com",
    local: false,
  },
  usgovernment: {
    armUrl: "https://management.usgovcloudapi.net",
    armScope: "https://management.usgovcloudapi.net/.default",
    scoringScope: "https://ml.azure.us/.default",
    authorityHost: "https://login.microsoftonline.us",
    local: false,
  },
  china: {
    armUrl: "https://management.chinacloudapi.cn",
    armScope: "https://management.chinacloudapi.cn/.default",
    scoringScope: "https://ml.azure.cn/.default",
    authorityHost: "https://login.chinacloudapi.cn",
    local: false,
  },
} satisfies Record<string, Cloud>;

/** Names of the clouds as azure-native's `environment` and the az CLI write them, in lower case. */
const byName = new Map<string, Cloud>([
  ["public", clouds.public],
  ["azurecloud", clouds.public],
  ["azurepubliccloud", clouds.public],
  ["usgovernment", clouds.usgovernment],
  ["azureusgovernment", clouds.usgovernment],
  ["azureusgovernmentcloud", clouds.usgovernment],
  ["china", clouds.china],
  ["azurechinacloud", clouds.china],
]);

/** The cloud of a name; `localUrl` (the value of `PULUMI_AZUREML_ARM_URL`) goes before it. */
export function findCloud(environment = "public", localUrl?: string): Cloud {
  if (localUrl) return { ...clouds.public, armUrl: loopbackUrl(localUrl), local: true };
  const cloud = byName.get(environment.toLowerCase());
  if (cloud) return cloud;
  throw new Error(`environment: "${environment}" given, Azure has no such cloud; choose public, usgovernment or china`);
}

/** True for addresses that never leave this machine. */
export function isLoopback(url: string | URL): boolean {
  const { protocol, hostname } = new URL(url);
  const web = protocol === "http:" || protocol === "https:";
  return web && (hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname));
}

function loopbackUrl(url: string): string {
  if (URL.canParse(url) && isLoopback(url)) return url.replace(/\/+$/, "");
  throw new Error(
    `PULUMI_AZUREML_ARM_URL: "${url}" given, only a loopback URL such as http://127.0.0.1:8080 can stand in for Azure; ` +
      "unset the variable to reach Azure itself",
  );
}
