extension microsoftGraphV1

@description('The name that people see when they are asked for consent.')
param displayName string = 'PAL Assistant'

@description('The output publicUrl of main.bicep.')
param publicUrl string

@description('The output botId of main.bicep.')
param botId string

@description('The output identityPrincipalId of main.bicep.')
param identityPrincipalId string

// A name inside of the app, always the same, so that a second run changes nothing.
var accessAsUser = guid('pal-assistant', 'access_as_user')
var azureServiceManagement = '797f4846-ba00-4fd7-ba43-dac1f8f63013'
var userImpersonation = '41094075-9dad-400e-a0bd-54e686782033'
var teamsDesktopAndMobile = '1fec8e78-bce4-4aaf-ab1b-5451cc387264'
var teamsWeb = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'

resource app 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'pal-assistant-sign-in-${botId}'
  displayName: displayName
  signInAudience: 'AzureADMultipleOrgs'
  identifierUris: [
    'api://botid-${botId}'
  ]
  web: {
    redirectUris: [
      '${publicUrl}/auth/callback'
    ]
  }
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: accessAsUser
        value: 'access_as_user'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Sign in to PAL Assistant'
        adminConsentDescription: 'Lets Teams sign people in to PAL Assistant without asking them again.'
        userConsentDisplayName: 'Sign in to PAL Assistant'
        userConsentDescription: 'Lets Teams sign you in to PAL Assistant without asking you again.'
      }
    ]
    preAuthorizedApplications: [
      {
        appId: teamsDesktopAndMobile
        delegatedPermissionIds: [
          accessAsUser
        ]
      }
      {
        appId: teamsWeb
        delegatedPermissionIds: [
          accessAsUser
        ]
      }
    ]
  }
  requiredResourceAccess: [
    {
      resourceAppId: azureServiceManagement
      resourceAccess: [
        {
          id: userImpersonation
          type: 'Scope'
        }
      ]
    }
  ]
}

resource trust 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${app.uniqueName}/bot'
  audiences: [
    'api://AzureADTokenExchange'
  ]
  issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: identityPrincipalId
}

output signInAppClientId string = app.appId
