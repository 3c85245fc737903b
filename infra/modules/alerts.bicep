@description('Where alerts on logs are evaluated: where the logs are.')
param location string

@description('The beginning of the names.')
param name string

@description('Who gets a mail when an alert fires.')
param email string

@description('The resource id of the app.')
param appId string

@description('The workspace with the logs.')
param logsId string

@description('Tags of every resource.')
param tags object

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'PAL'
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource failedRequests 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-failed-requests'
  location: 'global'
  tags: tags
  properties: {
    description: 'Requests end with 5xx. docs/OPERATIONS.md says what to look at.'
    severity: 2
    enabled: true
    scopes: [
      appId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'failed'
          metricNamespace: 'Microsoft.App/containerApps'
          metricName: 'Requests'
          dimensions: [
            {
              name: 'statusCodeCategory'
              operator: 'Include'
              values: [
                '5xx'
              ]
            }
          ]
          operator: 'GreaterThan'
          threshold: 5
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource restarts 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-restarts'
  location: 'global'
  tags: tags
  properties: {
    description: 'The bot is started again and again. Exit code 78: a setting is wrong, and the log says which.'
    severity: 1
    enabled: true
    scopes: [
      appId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'restarts'
          metricNamespace: 'Microsoft.App/containerApps'
          metricName: 'RestartCount'
          operator: 'GreaterThan'
          threshold: 2
          timeAggregation: 'Maximum'
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource notReady 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${name}-not-ready'
  location: location
  tags: tags
  properties: {
    displayName: '${name}: not ready'
    description: 'The readiness probe fails: ask /readyz what is missing.'
    severity: 2
    enabled: true
    scopes: [
      logsId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'ContainerAppSystemLogs | where Reason == "ProbeFailed" and Log has "readiness"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 5
        }
      ]
    }
    autoMitigate: true
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}

resource failedOperations 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${name}-failed-operations'
  location: location
  tags: tags
  properties: {
    displayName: '${name}: failed operations'
    description: 'Confirmed changes of links fail, or their outcome is not known.'
    severity: 2
    enabled: true
    scopes: [
      logsId
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == "pal.operations" and tostring(Properties["pal.operation.outcome"]) in ("failed", "unknown") | project TimeGenerated, Sum'
          metricMeasureColumn: 'Sum'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 3
        }
      ]
    }
    autoMitigate: true
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}

resource failedSignIns 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${name}-failed-sign-ins'
  location: location
  tags: tags
  properties: {
    displayName: '${name}: failed sign-ins'
    description: 'People can not sign in: often an expired secret, a withdrawn consent, or a new Conditional Access policy. A sign-in that leads to the page, and a page that was opened again, do not count.'
    severity: 2
    enabled: true
    scopes: [
      logsId
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == "pal.sign_ins" and tostring(Properties["pal.sign_in.outcome"]) !in ("ok", "signed-in", "sign-in", "unknown") | project TimeGenerated, Sum'
          metricMeasureColumn: 'Sum'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 10
        }
      ]
    }
    autoMitigate: true
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}

resource silence 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${name}-silence'
  location: location
  tags: tags
  properties: {
    displayName: '${name}: nobody talks to the bot'
    description: 'No message reached the bot in two days: docs/TROUBLESHOOTING.md, "The bot is silent".'
    severity: 3
    enabled: true
    scopes: [
      logsId
    ]
    evaluationFrequency: 'PT6H'
    windowSize: 'P2D'
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == "pal.turns" | summarize Turns = coalesce(sum(Sum), 0.0)'
          metricMeasureColumn: 'Turns'
          timeAggregation: 'Total'
          operator: 'LessThan'
          threshold: 1
        }
      ]
    }
    autoMitigate: true
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}

output actionGroupId string = people.id
