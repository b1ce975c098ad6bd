/** nft needs a minute and a gigabyte for the text of many more chains than this (10,000 services: 40,000 chains). */
export const rawLimit = 5000;
