/** A PartnerID that the local cloud knows. Global ids exist but can't be linked. */
export interface KnownPartner {
  readonly partnerId: string;
  readonly name: string;
  readonly kind: 'location' | 'global';
}

/** The PartnerIDs of the sample world; every other number is unknown to its ARM. */
export const KNOWN_PARTNERS: readonly KnownPartner[] = [
  { partnerId: '1234566', name: 'Fabrikam Consulting (global account)', kind: 'global' },
  { partnerId: '1234567', name: 'Fabrikam Consulting (Zurich)', kind: 'location' },
  { partnerId: '1234568', name: 'Fabrikam Consulting (Berlin)', kind: 'location' },
  { partnerId: '5127255', name: 'A. Datum Cloud Services', kind: 'location' },
  { partnerId: '6098754', name: 'VanArsdel Monitoring', kind: 'location' },
  { partnerId: '4914876', name: 'Trey Research', kind: 'location' },
  { partnerId: '3664167', name: 'Relecloud', kind: 'location' },
  { partnerId: '31415927', name: 'Munson Data Platform', kind: 'location' },
  { partnerId: '100017', name: 'Lamna Infrastructure', kind: 'location' },
  { partnerId: '12345', name: 'Margie Advisory', kind: 'location' },
  { partnerId: '0654321', name: 'Bellows Migration Works', kind: 'location' },
  { partnerId: '2718281828', name: 'Graphic Design Institute Cloud', kind: 'location' },
];

/** The partner that can be linked under this number, or undefined: unknown and global ids are refused alike. */
export function linkablePartner(partnerId: string): KnownPartner | undefined {
  return KNOWN_PARTNERS.find((partner) => partner.partnerId === partnerId && partner.kind === 'location');
}
