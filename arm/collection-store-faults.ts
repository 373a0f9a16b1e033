import type { Fault } from "./fault";

/** Where collected data goes that does not go to the workspace's own store, as far as it is known. */
export interface KnownCollectionStore {
  datastore?: string;
  path?: string;
  scope?: string;
}

/** Faults of a store's datastore and folder. */
export function storeFaults(field: string, store: KnownCollectionStore | undefined): Fault[] {
  if (store === undefined) return [];
  const { datastore, path } = store;
  return [
    ...(datastore === undefined || /^[a-z0-9_]{1,255}$/i.test(datastore)
      ? []
      : [
          {
            field: `${field}.datastore`,
            value: datastore,
            rule: "a datastore's name has letters, digits and underscores",
          },
        ]),
    ...(path !== undefined &&
    (path === "" || path.startsWith("/") || path.endsWith("/") || /[?#\\]|(^|\/)\.\.?(\/|$)/.test(path))
      ? [
          {
            field: `${field}.path`,
            value: path,
            rule: "this is a folder in the datastore, without a slash at either end",
            fix: "for example collected/fraud",
          },
        ]
      : []),
  ];
}

/** Faults of what should be the ARM id of a storage account or of a container, which may come later. */
export function scopeFaults(field: string, scope: string | undefined): Fault[] {
  return scope === undefined || storageScope.test(scope)
    ? []
    : [
        {
          field,
          value: scope,
          rule: "this is not the ARM id of a storage account or of a blob container",
          fix: "give …/storageAccounts/<account>, or …/storageAccounts/<account>/blobServices/default/containers/<container>",
        },
      ];
}

const storageScope =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[a-z0-9]{3,24}(\/blobServices\/default\/containers\/[a-z0-9$][a-z0-9-]{1,62})?$/i;
