"""English: a fact, a sentence that tells it in other words, and two that tell something new,

the second one with most of the fact's own words."""

ROWS = """
The zoo in Bexley has two new otters, born on May 3.
    | Two otters were born at the zoo in Bexley on May 3.
    | Visitors can feed the otters every afternoon.
    | The two otters born on May 3 have thrilled the keepers of the zoo.
Lockhart Dental opens a second practice in Leith on June 1.
    | Lockhart Dental will open its second practice in Leith on June 1.
    | Patients in Leith have long waited for a dentist nearby.
    | The second practice in Leith will treat anxious patients with hypnosis.
The choir has 62 singers and rehearses on Tuesdays.
    | The choir, which has 62 members, meets for rehearsal on Tuesdays.
    | The 62 singers come from a dozen different countries.
    | The 62 singers rehearse on Tuesdays without any fee.
The ferry crosses in 35 minutes and carries 120 cars.
    | The crossing takes 35 minutes, and the ferry has room for 120 cars.
    | The ferry runs entirely on renewable fuel.
    | The ferry with room for 120 cars has cut pollution in the harbour.
Penrose Bank closes its branch in Truro and keeps the cash machine.
    | Penrose Bank will shut its Truro branch, but the cash machine will stay.
    | Branch staff have been offered retraining in other departments.
    | The cash machine of Penrose Bank in Truro dispenses foreign notes.
The toy maker recalls 4,000 wooden trains because a wheel can come loose.
    | The toy maker is recalling 4,000 wooden trains whose wheels may come off.
    | No injuries have been reported so far.
    | The 4,000 wooden trains were carved by hand in Vietnam.
The cinema shows silent films with live piano music each Friday.
    | Every Friday, the cinema screens silent films accompanied by live piano music.
    | The pianist trained at a conservatory in Prague.
    | The silent films on Fridays have doubled attendance at the cinema.
The insurer pays claims of up to 500 dollars within a day.
    | Claims of up to $500 are paid within one day by the insurer.
    | Fraud has fallen sharply since the change.
    | The insurer pays claims within a day thanks to clever software.
The chess school teaches 340 children in nine schools.
    | At nine schools, 340 children are learning chess with the chess school.
    | Pupils who play chess get better marks in mathematics.
    | The 340 children in nine schools dream of a tournament.
Brightwash opens a laundry that uses rainwater.
    | Brightwash is opening a laundry which runs on rainwater.
    | Neighbouring hotels plan to send their linen there.
    | The laundry that uses rainwater will lower prices for hotels.
The radio station moves to the old post office in March.
    | In March, the radio station will relocate to the former post office.
    | The new studios were designed by a local architect.
    | The old post office offers the radio station better acoustics.
The lift at the station is out of service until September 12.
    | The station lift will be out of use until September 12.
    | Passengers with prams are asked to use the side entrance.
    | The lift at the station is out of service because of vandalism.
Fishermen in Newlyn landed 900 tonnes of sardines last year.
    | Last year, the fishermen of Newlyn brought in 900 tonnes of sardines.
    | Sardine stocks in the bay have recovered after years of overfishing.
    | The 900 tonnes of sardines were canned in Newlyn.
The app warns users when a password has been stolen.
    | Users are warned by the app if one of their passwords is stolen.
    | The app blocks suspicious logins without any action by the user.
    | The app warns users before criminals can empty their accounts.
The bookshop gives 1 pound of each sale to a literacy charity.
    | For each book sold, the bookshop donates 1 pound to a literacy charity.
    | Many customers round up their bill at the till.
    | The bookshop wants to inspire other shops to help the literacy charity.
The builder will put up 48 flats on the former gasworks.
    | On the site of the old gasworks, the builder will construct 48 apartments.
    | A third of the flats will be reserved for nurses and teachers.
    | The 48 flats on the former gasworks will be heated with wood.
The museum lends 30 maps to a library in Oslo.
    | A library in Oslo will borrow 30 maps from the museum.
    | Some of the maps have never left the vaults before.
    | The 30 maps from the museum survived the war.
Tessa Brook becomes head of the pharmacy on April 1.
    | Tessa Brook will take over as head of the pharmacy on April 1.
    | She previously managed a hospital dispensary in Hull.
    | Tessa Brook wants to modernise the pharmacy.
The elevators save 40 percent of electricity.
    | With the elevators, 40 percent of the electricity is saved.
    | The savings pay back the purchase within three winters.
    | The elevators that save 40 percent of electricity are especially quiet.
The hotel plants a tree for each guest who skips cleaning.
    | For every guest who goes without cleaning, the hotel plants one tree.
    | The saplings are grown in a nursery outside the town.
    | The hotel plants trees with the help of schoolchildren.
"""
