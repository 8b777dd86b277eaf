from home.views.city import city_home
from home.views.first import installation, look

__all__ = ["city_home", "installation", "look"]
