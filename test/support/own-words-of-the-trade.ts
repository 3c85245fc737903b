/** The part of OWN_WORDS about the other ways of association, agreements, reports and the like. */
export const OWN_WORDS_OF_THE_TRADE = {
  'what-is-cpor': [
    'could you tell me what a claiming partner of record is',
    'cpor?? whats that good for',
    'We were told to file a claim for our Microsoft 365 customer in Partner Center. People call it CPOR. What is it?',
  ],
  'what-is-pec': [
    'can you explain to me what the partner earned credit is',
    'pec, what is it and who gets it',
    'Our CSP invoice has a column with a partner earned credit. I have no idea how we get it. What is that?',
  ],
  'what-is-cua': [
    'what is meant by customer usage attribution',
    'terraform partner_id = our mpn??',
    'In the azurerm provider there is a field for a partner id, but it wants a GUID. Is this the same as our PartnerID?',
  ],
  'csp-and-pal': [
    'is PAL necessary for customers whom we sell Azure to as a CSP?',
    'reseller here, do we need pal',
    'A different CSP sells the subscription to our customer and we only operate it. Does Partner Admin Link bring us anything?',
  ],
  'gdap-and-aobo': [
    'is a GDAP relationship enough to set the partner link?',
    'aobo = what?',
    "I reach the customer's portal through Partner Center and I have no user there. Is linking possible with delegated admin rights?",
  ],
  'power-platform-pal': [
    'how does partner admin link work with Power Apps and flows?',
    'pal power automate possible',
    'Our makers build apps on the Power Platform for a customer. In which way do we get recognized for this?',
  ],
  'designations-and-pal': [
    'does linking give us points for the Solutions Partner designation?',
    'net customer adds 0 why',
    'Our capability score does not move although all of us have linked. Which metrics does PAL influence at all?',
  ],
  'which-association': [
    'which of PAL, CPOR, DPOR and CSP is the right association for our company?',
    'pal cpor dpor csp which one now',
    'I saw a slide with five ways for a partner to be associated with a customer. Which of those do we need?',
  ],
  'see-all-links': [
    'is there a place where I see which of my colleagues have linked?',
    'who of my team linked already?',
    'I lead a team of ten engineers and want to know who has set PAL and who has not. Can I look that up?',
  ],
  'report-delay': [
    'how much time passes until the customer shows up in the reports?',
    'refresh interval of insights?',
    'We linked our accounts last Tuesday and see nothing in Partner Center. After how many days should numbers appear?',
  ],
  'agreements-and-pal': [
    'for which contract types does PAL count, EA, MCA-E, pay as you go?',
    'reservations credited with pal?',
    'The customer signed an Enterprise Agreement and pays Microsoft directly. Does PAL count under that agreement?',
  ],
  'several-partners': [
    'what if two partners have linked at the same customer?',
    'two partner ids on one account possible?',
    'Another service provider works in the same subscription and has linked too. Who of us gets the credit?',
  ],
  'new-subscription-pal': [
    'must I link again when my customer gets a new subscription?',
    'new sub = new pal?',
    'The customer creates subscriptions all the time. Do they fall under my existing link or is each a new job?',
  ],
  'person-leaves': [
    'what happens with the link of an employee who leaves us?',
    'guest account deleted, link gone?',
    'Our engineer resigned and the customer deletes his account at the end of the month. What happens to the attribution?',
  ],
  'remove-former-partner': [
    'how can the customer get rid of the previous partner?',
    'no button to remove old partner',
    "The customer's old provider still stands in the portal as partner and there is no way to delete it. How is that done?",
  ],
  'dpor-many-subscriptions': [
    'is there a way to set DPOR on a hundred subscriptions at once?',
    'dpor with script possible',
    'A customer with very many subscriptions wants to name us as DPOR. Must he click through every single one?',
  ],
  'automate-pal': [
    'can I set PAL with Terraform or with a REST call?',
    'github actions pal snippet',
    'We deploy everything by pipeline and want the partner link to be set by code as well. How would that look?',
  ],
  'powershell-trouble': [
    "the Az.ManagementPartner module can't be loaded, what can I do?",
    'cmdlet New-AzManagementPartner not recognized',
    'Since yesterday the PowerShell cmdlets for the partner link stop with an assembly error. How do I fix this?',
  ],
  'customer-asked-to-link': [
    'as a customer, should I enter the partner number of our vendor?',
    'vendor wants his mpn in our azure, ok?',
    'We are the customer. A consulting company asked us to link their PartnerID to our admin. What does this do?',
  ],
  'sovereign-clouds': [
    'is Partner Admin Link available in Azure Government?',
    'pal in azure china?',
    'Our customer runs everything in the US government cloud. Can we link our PartnerID there?',
  ],
  'azure-local-and-managed-apps': [
    'does usage of Azure Local or Arc count for PAL?',
    'managed application pal?',
    'We publish a managed application in the marketplace. Can its usage be attributed to us with the partner link?',
  ],
  glossary: [
    'could you explain the abbreviations ACR, PGA and PLA?',
    'what does ACR stand for',
    'Everybody in this program speaks in acronyms. Is there a list that says what each of them means?',
  ],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;
