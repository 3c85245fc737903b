const operation = (name: string, verb: string, description: string): Record<string, unknown> => ({
  name: `Microsoft.ManagementPartner/partners/${name}`,
  display: {
    provider: 'Microsoft ManagementPartner',
    resource: 'ManagementPartner',
    operation: `${verb} ManagementPartner`,
    description,
  },
});

/** The provider's list of its own operations; an update is an `action`. */
export const OPERATIONS_BODY = {
  value: [
    operation('read', 'Get', 'Read the linked partner'),
    operation('write', 'Create', 'Link a partner'),
    operation('action', 'Update', 'Change the linked partner'),
    operation('delete', 'Delete', 'Remove the linked partner'),
  ],
};
