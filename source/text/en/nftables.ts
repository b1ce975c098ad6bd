export const nftables = {};
