@description('Where the bot runs.')
param location string

@description('The name of the app; its address begins with it.')
param name string

@description('The image to run; empty: only the environment is made.')
param image string

@description('The registry that has the image.')
param loginServer string

@description('The resource id of the bot\'s identity.')
param identityId string

@description('The settings of the bot, but for its address.')
param settings array

@description('The address at which people reach the bot; empty: the one that Container Apps gives.')
param ownUrl string

@description('The address of the vault with the secret bot-password; empty: there is none.')
param vaultUri string

@description('Of these replicas at least so many run.')
param minReplicas int

@description('At most so many.')
param maxReplicas int

@description('The workspace that gets the logs.')
param logsId string

@description('The Application Insights resource that gets traces and metrics.')
param insightsName string

@description('Tags of every resource.')
param tags object

var publicUrl = empty(ownUrl) ? 'https://${name}.${host.properties.defaultDomain}' : ownUrl
var insightsSecret = [
  {
    name: 'insights'
    value: insights.properties.ConnectionString
  }
]
var botSecret = [
  {
    name: 'bot-password'
    keyVaultUrl: '${vaultUri}secrets/bot-password'
    identity: identityId
  }
]
var ownSettings = [
  {
    name: 'PUBLIC_URL'
    value: publicUrl
  }
  {
    name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
    secretRef: 'insights'
  }
]
var botSetting = [
  {
    name: 'SECRET_BOT_PASSWORD'
    secretRef: 'bot-password'
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource host 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource toLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: host
  name: 'to-logs'
  properties: {
    workspaceId: logsId
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = if (!empty(image)) {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: host.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      ingress: {
        external: true
        targetPort: 3978
        transport: 'http'
        allowInsecure: false
      }
      registries: [
        {
          server: loginServer
          identity: identityId
        }
      ]
      secrets: concat(insightsSecret, empty(vaultUri) ? [] : botSecret)
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'bot'
          image: image
          env: concat(settings, ownSettings, empty(vaultUri) ? [] : botSetting)
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          volumeMounts: [
            {
              volumeName: 'data'
              mountPath: '/data'
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/livez'
                port: 3978
              }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/livez'
                port: 3978
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 3978
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
      ]
      volumes: [
        {
          name: 'data'
          storageType: 'EmptyDir'
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: '40'
              }
            }
          }
        ]
      }
    }
  }
}

output publicUrl string = publicUrl
output appId string = empty(image) ? '' : (app.id)
