//! The words that names and addresses are made of, frequent ones first. A word a
//! line, as rustfmt would have it, would be six hundred lines.

#[rustfmt::skip]
pub(super) const SURNAMES: &[&str] = &[
    "García", "Hernández", "López", "Martínez", "González", "Rodríguez", "Smith", "Nguyen", "Johnson", "Pérez",
    "Ramírez", "Sánchez", "Flores", "Lee", "Williams", "Kim", "Brown", "Torres", "Rivera", "Gómez", "Jones", "Cruz",
    "Reyes", "Morales", "Davis", "Gutiérrez", "Díaz", "Ortiz", "Chávez", "Ramos", "Ruiz", "Tran", "Miller", "Wong",
    "Mendoza", "Castillo", "Álvarez", "Jiménez", "Romero", "Vargas", "Moreno", "Herrera", "Medina", "Aguilar",
    "Wilson", "Anderson", "Chen", "Guzmán", "Muñoz", "Salazar", "Soto", "Méndez", "Ortega", "Castro", "Guerrero",
    "Núñez", "Delgado", "Contreras", "Estrada", "Sandoval", "Domínguez", "Ríos", "Lozano", "Padilla", "Ayala",
    "Taylor", "Thomas", "Moore", "Martin", "Jackson", "White", "Harris", "Thompson", "Clark", "Lewis", "Robinson",
    "Walker", "Young", "King", "Wright", "Scott", "Green", "Baker", "Adams", "Nelson", "Hill", "Campbell",
    "Mitchell", "Roberts", "Carter", "Phillips", "Evans", "Turner", "Parker", "Collins", "Edwards", "Stewart",
    "Morris", "Murphy", "Cook", "Rogers", "Morgan", "Peterson", "Cooper", "Reed", "Bailey", "Bell", "Kelly",
    "Howard", "Ward", "Cox", "Richardson", "Wood", "Watson", "Brooks", "Bennett", "Gray", "James", "Hughes",
    "Price", "Myers", "Long", "Foster", "Sanders", "Ross", "Powell", "Sullivan", "Russell", "Fisher", "Henderson",
    "Barnes", "Coleman", "Butler", "Simmons", "Patterson", "Jordan", "Reynolds", "Hamilton", "Graham", "Wallace",
    "Woods", "Cole", "West", "Owens", "Gibson", "Ellis", "Stone", "Hunter", "Palm", "Marsh", "Alder", "Banks",
    "Pham", "Le", "Huynh", "Vo", "Dang", "Bui", "Lim", "Park", "Choi", "Kang", "Yoon", "Chan", "Wang", "Zhang",
    "Liu", "Lin", "Huang", "Wu", "Singh", "Patel", "Kaur", "Gill", "Sharma", "Shah", "Santos", "Bautista", "Ocampo",
    "Villanueva", "Dela Cruz", "Macaraeg", "Tanaka", "Yamamoto", "Nakamura", "Sato", "Petrosyan", "Hovsepian",
    "Grigoryan", "Ibrahim", "Hassan", "Khan", "Ahmed", "Okafor", "Adeyemi", "Mensah", "Tesfaye", "Bekele",
    "O'Brien", "O'Connor", "McCarthy", "MacDonald", "Fitzgerald", "Kowalski", "Nowak", "Schmidt", "Müller",
    "Jørgensen", "Lindqvist", "Rossi", "D'Angelo", "Silva", "Ferreira", "Ibáñez", "Peña", "Zúñiga", "Quiñones",
    "Avendaño", "Bolaños", "Cárdenas", "Dueñas", "Escobedo", "Figueroa", "Galván", "Huerta", "Izquierdo",
    "Jáuregui", "Lara", "Magaña", "Nava", "Ochoa", "Pacheco", "Quintero", "Rangel", "Saldaña", "Trujillo", "Urías",
    "Valdez", "Villaseñor", "Zamora", "Zapata", "Abernathy", "Blackwood", "Cavanaugh", "Drummond", "Eastwood",
    "Fairchild",
];

#[rustfmt::skip]
pub(super) const GIVEN_NAMES: &[&str] = &[
    "María", "José", "Juan", "Michael", "David", "Guadalupe", "Robert", "John", "Luis", "Jennifer", "Carlos",
    "Jesús", "James", "Ana", "William", "Elizabeth", "Daniel", "Miguel", "Jessica", "Antonio", "Richard", "Linda",
    "Francisco", "Rosa", "Thomas", "Patricia", "Manuel", "Joseph", "Susan", "Christopher", "Jorge", "Martha",
    "Alejandro", "Anthony", "Barbara", "Javier", "Margarita", "Mark", "Sandra", "Ricardo", "Steven", "Karen",
    "Andrew", "Teresa", "Fernando", "Kevin", "Nancy", "Brian", "Sofía", "Eduardo", "Raúl", "Lisa", "Paul",
    "Verónica", "Mario", "Rubén", "Michelle", "Sergio", "Kimberly", "Óscar", "Andrés", "Alicia", "Eric", "Angela",
    "Ramón", "Gloria", "Salvador", "Melissa", "Enrique", "Amy", "Alberto", "Yolanda", "Roberto", "Rebecca",
    "Armando", "Laura", "Jaime", "Mónica", "Arturo", "Irene", "Gabriel", "Adriana", "Víctor", "Silvia", "Héctor",
    "Lucía", "Hugo", "Catalina", "Tomás", "Inés", "Minh", "Thi", "Anh", "Linh", "Hoa", "Tuan", "Hyun", "Ji-woo",
    "Wei", "Mei-Ling", "Raj", "Priya", "Harpreet", "Anjali", "Rodrigo", "Corazón", "Reynaldo", "Kenji", "Yuki",
    "Armen", "Ani", "Fatima", "Omar", "Layla", "Ngozi", "Chidi", "Kwame", "Abeba", "Siobhán", "Patrick", "Bridget",
    "Agnieszka", "Björn", "Zoë", "Renée", "François", "Aurelio", "Beatriz", "Esperanza", "Joaquín", "Josefina",
    "Marisol", "Martín", "Noé", "Octavio", "Paloma", "Rogelio", "Soledad", "Ximena", "Edith", "Harold", "Mildred",
    "Walter", "Dorothy", "Frank", "Ruth", "Samuel", "Grace", "Henry", "Alice", "Jack", "Rose", "Josephine",
    "Marcus", "Keisha", "Tyrone", "Latoya", "Darnell",
];

#[rustfmt::skip]
pub(super) const STREETS: &[&str] = &[
    "Main", "Palm", "Oak", "Alder", "Mission", "Santa Rosa", "Ventura", "Harbor", "Citrus", "Orchard", "Elm",
    "Lemon", "Orange", "Walnut", "Olive", "Sycamore", "Jacaranda", "Magnolia", "Eucalyptus", "Cypress", "Juniper",
    "Willow", "Cedar", "Pine", "Maple", "Birch", "Poplar", "Laurel", "Pepper Tree", "Loma Vista", "Buena Vista",
    "Vista del Mar", "El Camino Real", "Camino Cielo", "La Cumbre", "La Paloma", "Las Posas", "Los Robles",
    "Del Norte", "Del Sur", "Rancho", "Hacienda", "Alameda", "Paseo Verde", "Avenida Serra", "Calle Real",
    "Calle Bonita", "Cañada", "Peñasco", "Arroyo", "Creekside", "Riverbend", "Hillcrest", "Ridgeview", "Canyon",
    "Valley", "Mesa", "Foothill", "Summit", "Sunset", "Ocean", "Bay", "Seaside", "Shoreline", "Dolphin", "Pelican",
    "Seagull", "Heron", "Quail", "Condor", "Hummingbird", "Mockingbird", "Lincoln", "Washington", "Jefferson",
    "Madison", "Monroe", "Jackson", "Grant", "Garfield", "Roosevelt", "Kennedy", "Cesar Chavez", "Dolores Huerta",
    "Railroad", "Depot", "Market", "Commerce", "Industrial", "Airport", "College", "School", "Church", "Library",
    "Park", "Garden", "Grove", "Meadow", "Prairie", "Sierra", "Shasta", "Tahoe", "Yosemite", "Sequoia", "Mariposa",
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Telegraph",
    "Victoria", "Wellington", "Kimball", "Petit", "Saticoy", "Wells", "Darling", "Henderson", "Bristol",
    "Montgomery",
];

pub(super) const STREET_KINDS: &[&str] = &["St", "Ave", "Dr", "Rd", "Ln", "Ct", "Way", "Blvd", "Pl", "Cir", "Ter"];

#[rustfmt::skip]
pub(super) const BUSINESSES: &[&str] = &[
    "Alder Creek", "Pacific", "Golden State", "Channel", "Coastal", "El Sol", "La Estrella", "Tres Hermanos",
    "Sunrise", "Blue Heron", "Two Rivers", "Old Town", "Harbor View", "Piñón", "Dragon", "Saigon", "Lotus",
    "Summit", "Cornerstone", "Evergreen", "Bayshore", "Mission Bell", "Silver Spur", "Red Barn",
];

#[rustfmt::skip]
pub(super) const BUSINESS_KINDS: &[&str] = &[
    "Market", "Nursery", "Auto Repair", "Taquería", "Bakery", "Panadería", "Laundry", "Dental Group",
    "Properties LLC", "Hardware", "Cafe", "Plumbing Inc", "Landscaping", "Nail Salon", "Pharmacy", "Storage",
    "Brewing Co", "Church", "Apartments", "Trucking", "Realty", "Feed and Tack", "Veterinary Clinic",
    "Electric Inc",
];

#[rustfmt::skip]
pub(super) const AREA_CODES: &[&str] = &[
    "805", "820", "661", "818", "747", "213", "323", "310", "424", "562", "626", "909", "840", "951", "714", "657",
    "949", "760", "442", "619", "858", "559", "831", "408", "669", "650", "415", "628", "510", "341", "925", "707",
    "916", "279", "209", "350", "530", "837", "738", "357",
];

#[rustfmt::skip]
pub(super) const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];
