import { readScope } from '../../../../local/cloud/entra/requested-scope';

describe('the scope parameter', () => {
  test.each([
    ['https://management.azure.com/.default', 'https://management.azure.com'],
    ['https://management.azure.com//.default', 'https://management.azure.com/'],
    ['https://management.azure.com/user_impersonation openid', 'https://management.azure.com'],
    ['https://management.core.windows.net/.default', 'https://management.core.windows.net'],
  ])('%s is for ARM', (scope, audience) => {
    expect(readScope(scope)).toMatchObject({ kind: 'ok', audience });
  });

  test('says whether an id token and a refresh token are wanted', () => {
    const scope = 'https://management.azure.com/.default openid profile offline_access';
    expect(readScope(scope)).toMatchObject({
      wantsIdToken: true,
      wantsRefreshToken: true,
      granted: 'https://management.azure.com/user_impersonation https://management.azure.com/.default',
    });
    expect(readScope('https://management.azure.com/.default')).toMatchObject({
      wantsIdToken: false,
      wantsRefreshToken: false,
    });
  });

  test.each([
    [undefined, 70011],
    ['openid profile', 70011],
    ['https://management.azure.com/everything', 70011],
    ['https://graph.microsoft.com/.default', 500011],
    ['User.Read', 500011],
  ])('%s is refused', (scope, aadsts) => {
    expect(readScope(scope)).toEqual({ kind: 'refused', aadsts });
  });
});
