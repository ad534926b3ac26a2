/** The files that the inbox's pages load, and what they are. */
export const assetTypes = {
  'design-system.css': 'text/css; charset=utf-8',
  'inbox.css': 'text/css; charset=utf-8',
  'inbox.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

export type AssetName = keyof typeof assetTypes;

export const isAsset = (name: string): name is AssetName => Object.hasOwn(assetTypes, name);
