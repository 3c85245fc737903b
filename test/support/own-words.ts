import type { FaqLabel } from '../../src/model/label';
import { OWN_WORDS_OF_THE_TRADE } from './own-words-of-the-trade';

/**
 * Every question of the knowledge in three phrasings that stand in no data file: a plain one, a hasty one, and one
 * from a longer story. They were written without looking at the examples, and nothing is trained on them.
 */
export const OWN_WORDS: Readonly<Record<FaqLabel, readonly [string, string, string]>> = {
  'what-is-pal': [
    'a colleague mentioned partner admin link, could you tell me what that is about?',
    'PAL?? never heard, explain pls',
    'I am new in the cloud team and everybody here talks about PAL. What does it do exactly?',
  ],
  'what-is-dpor': [
    'could you describe what a digital partner of record is',
    'dpor in two sentences pls',
    'The customer asked me if we are their digital partner of record. I had no idea what to say. What is that?',
  ],
  'pal-vs-dpor': [
    'in which way is PAL not the same as DPOR?',
    'dpor or pal, what do i take for azure plan',
    'We already have DPOR on all EA subscriptions. Now they say we need PAL too. How do these two compare?',
  ],
  'pal-benefits-partner': [
    'what do we as a partner get out of setting up PAL?',
    'pal worth the effort for us?',
    'My boss wants a business reason before I spend an afternoon on this. Why should our company bother with Partner Admin Link?',
  ],
  'partner-program-name': [
    'what name does the Microsoft Partner Network go by these days?',
    'MPN same as AI cloud partner program?',
    'All my old slides say Microsoft Partner Network, and I read that this name is gone. How is it called nowadays?',
  ],
  'which-partner-id': [
    'we own five partner IDs for different countries, which of them goes in here?',
    'global id or location id for pal?',
    'Our group has an office in Vienna and one in Prague and each has its own partner number, plus one for headquarters. Which should I use?',
  ],
  'find-partner-id': [
    'on which page of Partner Center can I look up our PartnerID?',
    'dont know our mpn number, where to look',
    'The form wants a PartnerID. I have never seen ours. Where would I get that number?',
  ],
  'partner-id-format': [
    'how many digits should a partner ID have?',
    'can mpn id contain letters',
    'Someone sent me a code with dashes and letters and says it is our PartnerID. What is a real one supposed to look like?',
  ],
  'partner-id-rejected': [
    'Azure says the PartnerID I typed in is not valid, how come?',
    'error partner id not found why',
    'I copied the number from Partner Center and still the portal refuses it every time. What might be wrong with our PartnerID?',
  ],
  'access-options': [
    'what are the possibilities for a customer to let us into their Azure?',
    'prerequisites before i link? access how',
    'We just signed a new client. Before we can link anything we need access to their subscriptions. Which ways are there to get it?',
  ],
  'access-directory-account': [
    'does PAL work when the customer invites me as a B2B guest?',
    'guest user ok for pal?',
    'The customer made me an account in their own directory, like an employee. Can I use that one for linking?',
  ],
  'what-is-service-principal': [
    'please explain the term service principal to me',
    'service principle what is that thing',
    'The admin said she will give us a service principal instead of a user. I nodded, but what is a service principal?',
  ],
  'service-principal-link': [
    'can our deployment pipeline identity be linked to the PartnerID?',
    'link mpn to app registration how',
    'Nobody of us logs in at this customer, everything runs through an automation account with a client id. How do we get PAL onto that service principal?',
  ],
  'lighthouse-access': [
    'how does a client delegate subscriptions to us through Lighthouse?',
    'azure lighthouse explained in short',
    'I hear that with Azure Lighthouse we need no accounts in the tenant of the customer. How does that delegation work?',
  ],
  'lighthouse-link': [
    'our customers are onboarded with Lighthouse, in which tenant do I set up PAL?',
    'pal + lighthouse where to link',
    'We manage forty clients by Azure Lighthouse. Must I link in each of them or only in our own directory?',
  ],
  'azure-role-needed': [
    'is Reader enough for PAL or do I need Contributor?',
    'lowest rbac role that pal accepts',
    'The customer gives only what is absolutely needed. Tell me the smallest Azure role that still counts for partner credit.',
  ],
  'privileged-access-risk': [
    'why is it dangerous to hold Owner rights on a customer subscription?',
    'risks of admin access at customers',
    'Our security officer is nervous because ten consultants have Owner in customer environments. What are good practices for such privileged access?',
  ],
  'link-with-portal': [
    'where in the Azure portal do I click to enter the PartnerID by myself?',
    'portal steps to add pal myself',
    'I would rather not use a bot for this. Can you walk me through linking in the Azure portal?',
  ],
  'link-with-cli': [
    'which az command do I type to link our PartnerID?',
    'pal via azure cli how to',
    'I live in the terminal and hate portals. How can I create the partner link with az cli?',
  ],
  'link-with-powershell': [
    'what is the cmdlet to set a PartnerID on my account?',
    'powershell pal linking howto',
    'We have a script that prepares every admin workstation. What do I put in there to link PAL by PowerShell?',
  ],
  'command-to-show': [
    'how can I display the linked PartnerID from the command line?',
    'powershell cmd to check current partner id',
    'I linked something last year from Cloud Shell. What do I run to read which PartnerID is there?',
  ],
  'command-to-update': [
    'what would I run in the shell to replace the PartnerID by another?',
    'az cli update partner id syntax',
    'There is an old number on the account and I want to correct it in my script. What is the PowerShell for updating the partner link?',
  ],
  'command-to-delete': [
    'which cmdlet deletes the partner link?',
    'az command remove pal',
    'I do the offboarding by script. What line do I need to delete the management partner with the CLI?',
  ],
  'portal-switch-directory': [
    'how do I get into the directory of another client in the Azure portal?',
    'azure portal change directory where',
    'The portal always opens with our own company. I need to see the customer tenant there. Which menu do I use to switch?',
  ],
  'who-can-link-pal': [
    'does each of my colleagues have to link or is one person enough?',
    'need to be admin to do pal?',
    'There are twelve engineers in the project with different rights. Who of us is supposed to do the linking?',
  ],
  'pal-can-be-changed': [
    'if we link the wrong number today, could we correct it next month?',
    'pal forever or reversible',
    'My manager is afraid that this is a final decision. Can a partner link be taken away again later?',
  ],
  'pal-per-tenant': [
    'I have guest accounts at six customers, do I need to link in every one?',
    'one pal for all tenants enough?',
    'I linked at Contoso last week. Does that cover the other customers where I have accounts too, or must I repeat it?',
  ],
  'pal-who-can-edit': [
    'could the customer delete our partner link?',
    'can other partner overwrite my pal',
    'We are two partners in the same tenant and I do not trust the other one. Is he able to alter my PAL?',
  ],
  'pal-revenue-report': [
    'where are the numbers for influenced revenue shown?',
    'report for pal revenue in partner center?',
    'We linked half a year ago and finance would like to see what Azure consumption is assigned to us. Where do I look that up?',
  ],
  'customer-not-in-report': [
    'one client does not show up in our influenced revenue report, how come?',
    'customer missing in my insights after pal',
    'We did the link in March, the customer spends a lot on Azure, and still they are nowhere in the Partner Center report. What can be the reason?',
  ],
  'explain-pal-to-customer': [
    'what words should I use to tell my client about PAL?',
    'need text about pal for customer',
    'I have a meeting with the IT manager of my customer tomorrow and he never heard of Partner Admin Link. How do I present it to him?',
  ],
  'pal-data-collected': [
    'which information about the customer goes to Microsoft because of PAL?',
    'pal telemetry what data',
    'The data protection officer of our client wants to know what is being collected once the partner link is set. What do I answer?',
  ],
  'pal-security-impact': [
    'does linking give us more permissions in the customer environment?',
    'is pal safe for customer',
    'The customer’s CISO is worried that Partner Admin Link opens a back door. Does it touch their security in any way?',
  ],
  'pal-attribution': [
    'by what logic does Microsoft credit Azure consumption to a partner with PAL?',
    'pal revenue attribution which rules',
    'Two of us have roles on different resource groups of one subscription. How does Microsoft determine which usage is attributed to whom?',
  ],
  'pal-effort-after-linking': [
    'once linked, is there any maintenance?',
    'does pal expire or renew',
    'OK so the link is made. Must I come back every month for something or does the tracking go on automatically?',
  ],
  'move-ea-to-azure-plan': [
    'we are moving a subscription from enterprise agreement to Azure plan, is the partner ID kept?',
    'ea to mca transition dpor lost?',
    'The customer will leave his EA in June and buy an Azure plan from us. What becomes of the partner association then?',
  ],
  'dpor-add-steps': [
    'can you list the steps for a client to put a DPOR on a subscription?',
    'how add dpor in portal',
    'My customer agreed to name us as digital partner of record. What does she have to click to attach us?',
  ],
  'dpor-who-can-add': [
    'who has the right to assign a digital partner of record?',
    'dpor only by customer or also by us',
    'I would like to save my customer the work with DPOR. Am I able to attach our company, or does it need their admin?',
  ],
  'dpor-benefits-customer': [
    'what advantage does a client have from naming a DPOR?',
    'dpor good for customer why',
    'My customer asks what is in it for him when he attaches us as partner of record. What can I tell him?',
  ],
  'dpor-benefits-partner': [
    'what does being partner of record bring us?',
    'why we want dpor, incentives?',
    'Sales wants to push for digital partner of record everywhere. What does our company actually gain by DPOR?',
  ],
  'dpor-when-to-add': [
    'at what point of a project should the DPOR be attached?',
    'dpor when do we assign',
    'We only start deploying in autumn. Is it better to register the digital partner of record now or after the go-live?',
  ],
  'dpor-change-how-often': [
    'how many times may a customer replace the digital partner of record?',
    'dpor changeable later?',
    'The customer works with another partner since January and wants to swap the partner of record. Is there a limit for such changes?',
  ],
  'dpor-new-subscription': [
    'if the customer creates another subscription, is the DPOR set on it by itself?',
    'dpor again for every new sub?',
    'We were attached as partner of record to two subscriptions and the client has just bought a third. Do they have to repeat it there?',
  ],
  'dpor-other-products': [
    'is there a digital partner of record for Dynamics too?',
    'dpor for m365 / intune?',
    'The customer has not only Azure but also Office 365 and Business Central with us. Can we be DPOR for those products as well?',
  ],
  'dpor-not-showing-yet': [
    'the customer saved us as DPOR yesterday and the portal is still blank, is that normal?',
    'dpor added but not visible',
    'My client entered our PartnerID as partner of record this morning, pressed save, and now the field is empty again. How long does it take?',
  ],
  ...OWN_WORDS_OF_THE_TRADE,
  'get-support': [
    'is there a human I can talk to about this?',
    'whom do i contact if pal fails',
    'I have tried everything you told me and I am stuck. Who at Microsoft can I call or write to?',
  ],
  'bot-data-stored': [
    'what do you keep on record about me, bot?',
    'do you save my chats?',
    'Our works council wants to know which personal data this assistant stores and for how long. Can you tell me?',
  ],
  'bot-permissions': [
    'why do you ask me to sign in and what are you allowed to do then?',
    'what rights does this bot have with my account',
    'Before I press consent I want to understand what this app could do in my name. Which permissions do you use?',
  ],
};

/** Messages that may mean several things: whatever the training, at least one of them gets an offer. */
export const UNCLEAR: readonly string[] = [
  'partner of record on new Azure plan',
  'Was ist PAL?',
  'can the customer see what we link?',
  'which role and which command',
  'customer does not see us',
  'how do I see it',
];
